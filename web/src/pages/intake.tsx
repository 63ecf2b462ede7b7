import { Empty } from '../parts/empty.js';
import { PageTitle } from '../parts/page-title.js';

export default function IntakePage() {
  return (
    <>
      <PageTitle title="Intake" />
      <Empty title="Nothing is here yet" text="This page is not built." />
    </>
  );
}
