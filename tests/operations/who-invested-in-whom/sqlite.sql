-- institutions
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_10.j0,',' ORDER BY page_10.k0,page_10.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(institutions_3.name),
      ',"investments":',(
        SELECT concat(
          '{"edges":[',group_concat(page_9.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"lead":',CASE investments_link_5.lead WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END,
            ',"note":',json_quote(investments_link_5.note),
            ',"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',json_quote(source_7.title),'}') AS anon_4
                  FROM source AS source_7
                  WHERE source_7.id = citation_6.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = investments_link_5.citation_id
            ),'null'),',"node":{"label":',json_quote(investments_4.label),
            ',"company":',coalesce((
              SELECT concat(
                '{"name":',json_quote(company_8.name),'}') AS anon_5
              FROM organization AS company_8
              WHERE company_8.id = investments_4.company_id AND company_8.type='COMPANY'
            ),'null'),'}}') AS j0
          FROM investment AS investments_link_5
          JOIN fundinground AS investments_4 ON investments_4.id = investments_link_5.funding_round_id
          WHERE institutions_3.id = investments_link_5.organization_id
          ORDER BY investments_link_5.funding_round_id
          LIMIT :p2
        ) AS page_9
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT institutions_1.id AS p0, institutions_1.name AS k0, institutions_1.id AS k1
      FROM organization AS institutions_1
      WHERE institutions_1.type='INSTITUTION' AND (institutions_1.kind=:p1)
      ORDER BY institutions_1.name, institutions_1.id
      LIMIT :p2
    ) AS keyed_2
    JOIN organization AS institutions_3 ON institutions_3.id=keyed_2.p0
  ) AS page_10
) as blob) AS answer;
