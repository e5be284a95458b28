"""Material: what authors write, read into documents with exact ranges, and checked."""
