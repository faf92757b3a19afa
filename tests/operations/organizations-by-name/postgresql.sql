-- organizations
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_12.j0,',' ORDER BY page_12.k0,page_12.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"__typename":',CASE WHEN organizations_3.type='UNIVERSITY' THEN '"University"' WHEN organizations_3.type='COMPANY' THEN '"Company"' ELSE '"Institution"' END,
      ',"name":',coalesce(to_json(organizations_3.name)::text,'null'),
      ',"description":',coalesce(to_json(organizations_3.description)::text,'null'),
      ',"groups":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_6.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"label":',coalesce(to_json(groups_4.label)::text,'null'),'}') AS j0
          FROM membership AS groups_link_5
          JOIN "group" AS groups_4 ON groups_4.id = groups_link_5.group_id
          WHERE organizations_3.id = groups_link_5.organization_id
          ORDER BY groups_link_5.group_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_6
      ),CASE WHEN organizations_3.type='COMPANY' THEN concat(
        ',"founded":',CASE WHEN (organizations_3.founded_as_printed IS NOT NULL OR organizations_3.founded_precision IS NOT NULL) THEN concat(
          '{"asPrinted":',coalesce(to_json(organizations_3.founded_as_printed)::text,'null'),'}') ELSE 'null' END,
        ',"spunOutOf":',(
          SELECT concat(
            '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_3
          FROM (
            SELECT concat(
              '{"name":',coalesce(to_json(universities_7.name)::text,'null'),'}') AS j0
            FROM spinoff AS universities_link_8
            JOIN organization AS universities_7 ON universities_7.id = universities_link_8.university_id
            WHERE organizations_3.id = universities_link_8.company_id AND universities_7.type='UNIVERSITY'
            ORDER BY universities_link_8.university_id COLLATE "C"
            LIMIT ($1::bigint)
          ) AS page_9
        )) WHEN organizations_3.type='INSTITUTION' THEN concat(
        ',"kind":',coalesce(to_json(organizations_3.kind::text)::text,'null'),',"investments":{"totalCount":',(
          SELECT count(*) AS count_1
          FROM investment AS investments_link_11
          JOIN fundinground AS investments_10 ON investments_10.id = investments_link_11.funding_round_id
          WHERE organizations_3.id = investments_link_11.organization_id
        ),'}') ELSE '' END,'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT organizations_1.id AS p0, organizations_1.name COLLATE "C" AS k0, organizations_1.id COLLATE "C" AS k1
      FROM organization AS organizations_1
      WHERE (strpos(organizations_1.name,($2::text))>0)
      ORDER BY organizations_1.name COLLATE "C", organizations_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN organization AS organizations_3 ON organizations_3.id=keyed_2.p0
  ) AS page_12
),'UTF8') AS answer;
