import { Empty } from '../parts/empty.js';
import { PageTitle } from '../parts/page-title.js';

export default function SettingsPage() {
  return (
    <>
      <PageTitle title="Settings" />
      <Empty title="Nothing is here yet" text="This page is not built." />
    </>
  );
}
