-- programmes
SELECT convert_to((
  SELECT concat(
    '{"totalCount":',(
      SELECT count(*) AS count_1
      FROM programme AS programmes_9
      WHERE (programmes_9.stage=($1::text))
    ),
    ',"nodes":[',string_agg(page_8.j0,',' ORDER BY page_8.k0,page_8.k1,page_8.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(programmes_4.name)::text,'null'),
      ',"stageText":',coalesce(to_json(programmes_4.stage_text)::text,'null'),
      ',"indication":',coalesce(to_json(programmes_4.indication)::text,'null'),
      ',"company":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(company_5.name)::text,'null'),'}') AS anon_2
        FROM organization AS company_5
        WHERE company_5.id = programmes_4.company_id AND company_5.type='COMPANY'
      ),'null'),
      ',"citation":',coalesce((
        SELECT concat(
          '{"source":',coalesce((
            SELECT concat(
              '{"title":',coalesce(to_json(source_7.title)::text,'null'),'}') AS anon_4
            FROM source AS source_7
            WHERE source_7.id = citation_6.source_id
          ),'null'),'}') AS anon_3
        FROM citation AS citation_6
        WHERE citation_6.id = programmes_4.citation_id
      ),'null'),'}') AS j0, keyed_3.k0 AS k0, keyed_3.k1 AS k1, keyed_3.k2 AS k2
    FROM (
      SELECT programmes_1.id AS p0, (
        SELECT company_2.name
        FROM organization AS company_2
        WHERE company_2.id = programmes_1.company_id AND company_2.type='COMPANY'
      ) COLLATE "C" AS k0, programmes_1.name COLLATE "C" AS k1, programmes_1.id COLLATE "C" AS k2
      FROM programme AS programmes_1
      WHERE (programmes_1.stage=($1::text))
      ORDER BY (
        SELECT company_2.name
        FROM organization AS company_2
        WHERE company_2.id = programmes_1.company_id AND company_2.type='COMPANY'
      ) COLLATE "C", programmes_1.name COLLATE "C", programmes_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_3
    JOIN programme AS programmes_4 ON programmes_4.id=keyed_3.p0
  ) AS page_8
),'UTF8') AS answer;

-- all
SELECT convert_to(concat(
  '{"groups":',(
    SELECT concat('[',string_agg(page_3.j,',' ORDER BY page_3.n),']') AS anon_1
    FROM (
      SELECT concat('{"keys":{"stage":',coalesce(to_json(groups_2.m0::text)::text,'null'),'},"aggregate":{"count":',coalesce(groups_2.m1::text,'null'),',"countDistinct":{"name":',coalesce(groups_2.m2::text,'null'),'}}}') AS j, row_number() OVER (ORDER BY groups_2.m1 DESC,groups_2.m0::text COLLATE "C") AS n
      FROM (
        SELECT programmes_1.stage AS m0, count(*) AS m1, count(DISTINCT programmes_1.name) AS m2
        FROM programme AS programmes_1
        GROUP BY 1
      ) AS groups_2
      ORDER BY n
      LIMIT ($1::bigint)
    ) AS page_3
  ),'}'),'UTF8') AS answer;
