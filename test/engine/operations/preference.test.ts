import { testResource } from './runCase';

testResource('preference');
