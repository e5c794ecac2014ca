/** What the keys say that hand a place over to a navigation; they come after what is needed at once. */
import { words } from '../i18n/words';

export const sayNavigate = words(
  { navigate: '导航', amap: '高德地图', baidu: '百度地图' },
  { navigate: 'Navigate', amap: 'Amap', baidu: 'Baidu Maps' },
);
