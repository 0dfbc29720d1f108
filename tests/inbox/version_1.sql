CREATE TABLE changes (
  item VARCHAR(26) NOT NULL, 
  number BIGINT NOT NULL, 
  article VARCHAR(200) NOT NULL, 
  gone BOOLEAN NOT NULL, 
  PRIMARY KEY (item), 
  UNIQUE (number)
);
CREATE TABLE failures (
  who VARCHAR(64) NOT NULL, 
  tries INTEGER NOT NULL, 
  until BIGINT NOT NULL, 
  PRIMARY KEY (who)
);
CREATE TABLE items (
  id VARCHAR(26) NOT NULL, 
  status VARCHAR(8) NOT NULL, 
  todo BOOLEAN NOT NULL, 
  revision INTEGER NOT NULL, 
  kind VARCHAR(10) NOT NULL, 
  article VARCHAR(200) NOT NULL, 
  in_reply_to VARCHAR(26), 
  author TEXT NOT NULL, 
  author_url TEXT, 
  by_author BOOLEAN NOT NULL, 
  text TEXT NOT NULL, 
  text_digest VARCHAR(64), 
  received BIGINT NOT NULL, 
  edited BIGINT, 
  decided BIGINT, 
  score INTEGER NOT NULL, 
  reasons TEXT NOT NULL, 
  email TEXT, 
  email_digest VARCHAR(64), 
  network VARCHAR(64), 
  "key" VARCHAR(64), 
  digest VARCHAR(26), 
  PRIMARY KEY (id), 
  UNIQUE ("key")
);
CREATE INDEX items_by_email ON items (email_digest);
CREATE INDEX items_by_status ON items (status, received);
CREATE INDEX items_by_text ON items (text_digest);
CREATE INDEX items_to_do ON items (todo);
CREATE TABLE log (
  number BIGINT NOT NULL, 
  at BIGINT NOT NULL, 
  actor VARCHAR(20) NOT NULL, 
  action VARCHAR(20) NOT NULL, 
  item VARCHAR(26), 
  details TEXT NOT NULL, 
  mac VARCHAR(64) NOT NULL, 
  PRIMARY KEY (number)
);
CREATE TABLE notes (
  name VARCHAR(80) NOT NULL, 
  value TEXT NOT NULL, 
  PRIMARY KEY (name)
);
CREATE TABLE outbox (
  id VARCHAR(26) NOT NULL, 
  kind VARCHAR(7) NOT NULL, 
  subject VARCHAR(53) NOT NULL, 
  state VARCHAR(7) NOT NULL, 
  made BIGINT NOT NULL, 
  due BIGINT NOT NULL, 
  attempts INTEGER NOT NULL, 
  PRIMARY KEY (id), 
  UNIQUE (kind, subject)
);
CREATE INDEX outbox_due ON outbox (state, due);
CREATE TABLE sessions (
  id VARCHAR(64) NOT NULL, 
  kind VARCHAR(7) NOT NULL, 
  expires BIGINT NOT NULL, 
  PRIMARY KEY (id)
);
CREATE TABLE subscriptions (
  id VARCHAR(26) NOT NULL, 
  item VARCHAR(26) NOT NULL, 
  article VARCHAR(200) NOT NULL, 
  email TEXT NOT NULL, 
  email_digest VARCHAR(64) NOT NULL, 
  state VARCHAR(9) NOT NULL, 
  made BIGINT NOT NULL, 
  PRIMARY KEY (id), 
  UNIQUE (item)
);
CREATE INDEX subscriptions_by_email ON subscriptions (email_digest);
CREATE TABLE schema_version (
  version INTEGER NOT NULL, 
  PRIMARY KEY (version)
);
