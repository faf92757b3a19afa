-- programmes
SELECT cast((
  SELECT concat(
    '{"totalCount":',(
      SELECT count(*) AS count_1
      FROM programme AS programmes_9
      WHERE (programmes_9.stage=:p1)
    ),
    ',"nodes":[',group_concat(page_8.j0,',' ORDER BY page_8.k0 NULLS LAST,page_8.k1 NULLS LAST,page_8.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(programmes_4.name),
      ',"stageText":',json_quote(programmes_4.stage_text),
      ',"indication":',json_quote(programmes_4.indication),
      ',"company":',coalesce((
        SELECT concat(
          '{"name":',json_quote(company_5.name),'}') AS anon_2
        FROM organization AS company_5
        WHERE company_5.id = programmes_4.company_id AND company_5.type='COMPANY'
      ),'null'),
      ',"citation":',coalesce((
        SELECT concat(
          '{"source":',coalesce((
            SELECT concat(
              '{"title":',json_quote(source_7.title),'}') AS anon_4
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
      ) AS k0, programmes_1.name AS k1, programmes_1.id AS k2
      FROM programme AS programmes_1
      WHERE (programmes_1.stage=:p1)
      ORDER BY (
        SELECT company_2.name
        FROM organization AS company_2
        WHERE company_2.id = programmes_1.company_id AND company_2.type='COMPANY'
      ) NULLS LAST, programmes_1.name NULLS LAST, programmes_1.id
      LIMIT :p2
    ) AS keyed_3
    JOIN programme AS programmes_4 ON programmes_4.id=keyed_3.p0
  ) AS page_8
) as blob) AS answer;

-- all
SELECT cast(concat(
  '{"groups":',(
    SELECT concat('[',group_concat(page_3.j,',' ORDER BY page_3.n),']') AS anon_1
    FROM (
      SELECT concat('{"keys":{"stage":',json_quote(groups_2.m0),'},"aggregate":{"count":',coalesce(groups_2.m1,'null'),',"countDistinct":{"name":',coalesce(groups_2.m2,'null'),'}}}') AS j, row_number() OVER (ORDER BY groups_2.m1 DESC,groups_2.m0 NULLS LAST) AS n
      FROM (
        SELECT programmes_1.stage AS m0, count(*) AS m1, count(DISTINCT programmes_1.name) AS m2
        FROM programme AS programmes_1
        GROUP BY 1
      ) AS groups_2
      ORDER BY n
      LIMIT :p1
    ) AS page_3
  ),'}') as blob) AS answer;
