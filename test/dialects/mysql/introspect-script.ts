/** A schema that has a bit of all that MariaDB's tables may have. */
export const tablesScript = `
CREATE TABLE parent (id int PRIMARY KEY, k varchar(10) UNIQUE, a int, b int, UNIQUE (a, b));
CREATE TABLE \`na\`\`st"y.t
x'é\` (
  a int DEFAULT 5, b bigint NOT NULL DEFAULT 12345678901234567, c tinyint(1) NOT NULL DEFAULT 1,
  d decimal(10,2) DEFAULT 0.50, e float DEFAULT 1.5, e2 double DEFAULT 1e100, e3 decimal(30,10) DEFAULT 1234567890123456789.5,
  f varchar(10) DEFAULT 'a''b\\\\c', g text DEFAULT 'x?y', h text DEFAULT (concat('a', 'b')), i json DEFAULT '{"a":[1]}',
  j enum('a', 'b''c', 'd\\\\e') DEFAULT 'b''c', k set('x', 'y') DEFAULT 'x,y', l year DEFAULT 2000, m bit(3) DEFAULT b'101',
  n date DEFAULT '2020-01-01', o datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), p timestamp NULL,
  p3 timestamp NOT NULL, q varbinary(4) DEFAULT x'00ff', r char(36) DEFAULT (uuid()), s int AS (a + 1) VIRTUAL,
  t varchar(20) AS (concat(w, 'z')) STORED, u int INVISIBLE DEFAULT 3, v varchar(5) CHARACTER SET latin1 DEFAULT 'é',
  w varchar(5) COLLATE utf8mb4_bin COMMENT 'it''s \\\\ ', x point, y int CHECK (y > 3), aa uuid, bb inet6,
  cc int unsigned zerofill, dd tinyint(1) unsigned, ee binary(3) DEFAULT 'ab', gg time(2), hh varchar(20) DEFAULT '😀',
  ii int DEFAULT (-1), jj int DEFAULT (1 + 1), kk varchar(10), ll datetime NOT NULL DEFAULT now(), mm text,
  nn date DEFAULT (curdate()), oo longtext CHECK (json_valid(oo)), pp json CHECK (json_length(pp) > 1), qq decimal(65,30),
  KEY (a DESC, f(3)), FULLTEXT ft (f, g), UNIQUE (w), UNIQUE ux (a DESC), UNIQUE long_u (mm),
  UNIQUE noted (n) COMMENT 'once', KEY ig (b) COMMENT 'xx' IGNORED, UNIQUE pre (g(5)),
  CHECK (a > 3), CHECK (f IN ('a', 'b') OR (a IS NULL)), CONSTRAINT ck2 CHECK ((a = 1)),
  FOREIGN KEY (a) REFERENCES parent (id), CONSTRAINT fk2 FOREIGN KEY (kk) REFERENCES parent (k) ON DELETE NO ACTION ON UPDATE SET NULL,
  CONSTRAINT fk3 FOREIGN KEY (a, ii) REFERENCES parent (a, b) ON DELETE CASCADE
) COMMENT 'hel''lo' STATS_PERSISTENT=1 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
CREATE TABLE counted (id int unsigned AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=7 CHARACTER SET latin1;
CREATE TABLE Counted (id int);
CREATE TABLE part (a int, b date) PARTITION BY RANGE COLUMNS (b) SUBPARTITION BY HASH (a) SUBPARTITIONS 2
  (PARTITION p0 VALUES LESS THAN ('2020-01-01') COMMENT 'x', PARTITION pm VALUES LESS THAN (MAXVALUE));
CREATE TABLE part2 (a int) PARTITION BY KEY (a) PARTITIONS 4;
CREATE TABLE part3 (a int) PARTITION BY LIST (a) (PARTITION p0 VALUES IN (1, 2), PARTITION p1 DEFAULT);
CREATE TABLE part4 (a int) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE memory (a int, b int, KEY (a), KEY (b) USING BTREE) ENGINE=MEMORY;
CREATE TABLE keyed (a text, b int, PRIMARY KEY (a(10), b DESC) COMMENT 'the key');
CREATE TABLE place (p point REF_SYSTEM_ID=101 NOT NULL, SPATIAL INDEX (p));
CREATE TABLE history (a int) WITH SYSTEM VERSIONING;
CREATE SEQUENCE steps START WITH 5 INCREMENT BY 2 CACHE 10 CYCLE;
CREATE SEQUENCE down INCREMENT BY -1;
CREATE SEQUENCE plain COMMENT 'c';
CREATE TABLE numbered (a int DEFAULT nextval(steps));
CREATE VIEW v1 AS SELECT a, 'é' x, _latin1'y' y, 'a''b' z, f FROM part2 JOIN (SELECT 1 AS f) q WHERE a > 1 WITH LOCAL CHECK OPTION;
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v2 AS SELECT id i, concat(k, '😀?') z FROM parent;
CREATE VIEW a_view_of_views AS SELECT v2.i, v1.a FROM v2 LEFT JOIN v1 ON v1.a = v2.i;
CREATE FUNCTION f1(a int, \`b c\` varchar(10) CHARACTER SET latin1, c enum('x', 'y')) RETURNS varchar(20)
  DETERMINISTIC READS SQL DATA COMMENT 'hi' RETURN concat('😀', _latin1'?', a);
CREATE FUNCTION f2() RETURNS int NO SQL DETERMINISTIC RETURN 1;
CREATE PROCEDURE p1(IN a int, OUT b decimal(5,2), INOUT c text) MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN SELECT 1; SELECT "two"; END;
CREATE TRIGGER z_first BEFORE INSERT ON parent FOR EACH ROW SET NEW.k = '😀';
CREATE TRIGGER a_second BEFORE INSERT ON parent FOR EACH ROW FOLLOWS z_first BEGIN SET NEW.k = 'b'; END;
CREATE TRIGGER after_delete AFTER DELETE ON parent FOR EACH ROW DELETE FROM part WHERE a = OLD.id;
CREATE AGGREGATE FUNCTION total(x int) RETURNS int BEGIN DECLARE s int DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END;
CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'c' DO DELETE FROM parent;
CREATE EVENT once ON SCHEDULE AT '2037-01-01 00:00:00' DO DELETE FROM parent;
`
