/** Into the clipboard; also without https, where browsers have no other way. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'off-screen';
  area.addEventListener('copy', (event) => {
    event.clipboardData?.setData('text/plain', text); // the area has other line ends
    event.preventDefault();
  });
  (focused?.closest('dialog') ?? document.body).append(area); // beside an open dialog, nothing can be selected
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
