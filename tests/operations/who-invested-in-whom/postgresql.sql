-- institutions
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_10.j0,',' ORDER BY page_10.k0,page_10.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(institutions_3.name)::text,'null'),
      ',"investments":',(
        SELECT concat(
          '{"edges":[',string_agg(page_9.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"lead":',CASE WHEN investments_link_5.lead THEN 'true' WHEN NOT investments_link_5.lead THEN 'false' ELSE 'null' END,
            ',"note":',coalesce(to_json(investments_link_5.note)::text,'null'),
            ',"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',coalesce(to_json(source_7.title)::text,'null'),'}') AS anon_4
                  FROM source AS source_7
                  WHERE source_7.id = citation_6.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = investments_link_5.citation_id
            ),'null'),',"node":{"label":',coalesce(to_json(investments_4.label)::text,'null'),
            ',"company":',coalesce((
              SELECT concat(
                '{"name":',coalesce(to_json(company_8.name)::text,'null'),'}') AS anon_5
              FROM organization AS company_8
              WHERE company_8.id = investments_4.company_id AND company_8.type='COMPANY'
            ),'null'),'}}') AS j0
          FROM investment AS investments_link_5
          JOIN fundinground AS investments_4 ON investments_4.id = investments_link_5.funding_round_id
          WHERE institutions_3.id = investments_link_5.organization_id
          ORDER BY investments_link_5.funding_round_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_9
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT institutions_1.id AS p0, institutions_1.name COLLATE "C" AS k0, institutions_1.id COLLATE "C" AS k1
      FROM organization AS institutions_1
      WHERE institutions_1.type='INSTITUTION' AND (institutions_1.kind=($2::text))
      ORDER BY institutions_1.name COLLATE "C", institutions_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN organization AS institutions_3 ON institutions_3.id=keyed_2.p0
  ) AS page_10
),'UTF8') AS answer;
