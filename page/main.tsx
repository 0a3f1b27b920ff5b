import { render } from 'preact';
import { App } from './app';
import { PageData } from '../src/lifecycle/core/page-data';

const place = document.getElementById('page')!;
const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
place.textContent = '';
render(<App data={data} />, place);
