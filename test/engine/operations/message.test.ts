import { testResource } from './runCase';

testResource('message');
