import { proveResource } from './prove';

proveResource('conversation');
