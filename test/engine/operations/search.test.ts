import { proveResource } from './prove';

proveResource('search');
