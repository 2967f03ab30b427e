import { proveResource } from './prove';

proveResource('message');
