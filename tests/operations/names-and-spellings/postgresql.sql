-- names
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"text":',coalesce(to_json(names_3.text)::text,'null'),
      ',"kind":',coalesce(to_json(names_3.kind::text)::text,'null'),
      ',"organization":',coalesce((
        SELECT concat(
          '{"__typename":',CASE WHEN organization_4.type='UNIVERSITY' THEN '"University"' WHEN organization_4.type='COMPANY' THEN '"Company"' ELSE '"Institution"' END,
          ',"name":',coalesce(to_json(organization_4.name)::text,'null'),'}') AS anon_2
        FROM organization AS organization_4
        WHERE organization_4.id = names_3.organization_id
      ),'null'),
      ',"citation":',coalesce((
        SELECT concat(
          '{"source":',coalesce((
            SELECT concat(
              '{"title":',coalesce(to_json(source_6.title)::text,'null'),'}') AS anon_4
            FROM source AS source_6
            WHERE source_6.id = citation_5.source_id
          ),'null'),
          ',"locator":',coalesce(to_json(citation_5.locator)::text,'null'),'}') AS anon_3
        FROM citation AS citation_5
        WHERE citation_5.id = names_3.citation_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT names_1.id AS p0, names_1.text COLLATE "C" AS k0, names_1.id COLLATE "C" AS k1
      FROM name AS names_1
      WHERE NOT coalesce((names_1.kind=($1::text)),false)
      ORDER BY names_1.text COLLATE "C", names_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_2
    JOIN name AS names_3 ON names_3.id=keyed_2.p0
  ) AS page_7
),'UTF8') AS answer;
