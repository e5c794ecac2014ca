/** Starts the officer's page. */
import '../theme.css';
import { mount } from 'svelte';
import Field from './Field.svelte';

const target = document.getElementById('page');
if (target) mount(Field, { target });
