/** Starts the console. */
import '../theme.css';
import './fault-words';
import { mount } from 'svelte';
import Console from './Console.svelte';

const target = document.getElementById('page');
if (target) mount(Console, { target });
