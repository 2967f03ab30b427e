import { testResource } from './runCase';

testResource('search');
