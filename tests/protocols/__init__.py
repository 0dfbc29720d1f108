"""The protocols as tables and properties: nothing here opens a socket."""
