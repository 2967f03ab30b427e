import { testResource } from './runCase';

testResource('conversation');
