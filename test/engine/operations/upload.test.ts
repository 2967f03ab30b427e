import { testResource } from './runCase';

testResource('upload');
