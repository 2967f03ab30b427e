import { proveResource } from './prove';

proveResource('preference');
