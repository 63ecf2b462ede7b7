export interface Folder {
  id: number;
  contactId: number;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}
