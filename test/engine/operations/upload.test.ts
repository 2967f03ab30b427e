import { proveResource } from './prove';

proveResource('upload');
