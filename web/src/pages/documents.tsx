import { Empty } from '../parts/empty.js';
import { PageTitle } from '../parts/page-title.js';

export default function DocumentsPage() {
  return (
    <>
      <PageTitle title="Documents" />
      <Empty title="Nothing is here yet" text="This page is not built." />
    </>
  );
}
