export interface Folder {
  id: number;
  contactId: number;
  name: string;
  /** It always exists, under its name. */
  builtIn: boolean;
  createdAt: Date;
  updatedAt: Date;
}
