-- universities
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_17.j0,',' ORDER BY page_17.k0 DESC,page_17.k1,page_17.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(universities_7.name)::text,'null'),
      ',"spinoffs":',(
        SELECT concat(
          '{"aggregate":',(
            SELECT concat(
              '{"count":',coalesce(measured_16.m0::text,'null'),'}') AS anon_3
            FROM (
              SELECT count(*) AS m0
              FROM spinoff AS spinoffs_link_15
              JOIN organization AS spinoffs_14 ON spinoffs_14.id = spinoffs_link_15.company_id
              WHERE universities_7.id = spinoffs_link_15.university_id AND spinoffs_14.type='COMPANY'
            ) AS measured_16
          ),
          ',"nodes":[',string_agg(page_13.j0,',' ORDER BY page_13.k0,page_13.k1),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"name":',coalesce(to_json(companies_11.name)::text,'null'),
            ',"founded":',CASE WHEN (companies_11.founded_as_printed IS NOT NULL OR companies_11.founded_precision IS NOT NULL) THEN concat(
              '{"asPrinted":',coalesce(to_json(companies_11.founded_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0, keyed_10.k0 AS k0, keyed_10.k1 AS k1
          FROM (
            SELECT spinoffs_8.id AS p0, spinoffs_link_9.university_id AS q0, spinoffs_link_9.company_id AS q1, spinoffs_8.founded_earliest AS k0, spinoffs_link_9.company_id COLLATE "C" AS k1
            FROM spinoff AS spinoffs_link_9
            JOIN organization AS spinoffs_8 ON spinoffs_8.id = spinoffs_link_9.company_id
            WHERE universities_7.id = spinoffs_link_9.university_id AND spinoffs_8.type='COMPANY'
            ORDER BY spinoffs_8.founded_earliest, spinoffs_link_9.company_id COLLATE "C"
            LIMIT ($1::bigint)
          ) AS keyed_10
          JOIN organization AS companies_11 ON companies_11.id=keyed_10.p0
          JOIN spinoff AS link_12 ON link_12.university_id=keyed_10.q0 AND link_12.company_id=keyed_10.q1
        ) AS page_13
      ),'}') AS j0, keyed_6.k0 AS k0, keyed_6.k1 AS k1, keyed_6.k2 AS k2
    FROM (
      SELECT universities_1.id AS p0, (
        SELECT count(*) AS anon_4
        FROM spinoff AS spinoffs_link_5
        JOIN organization AS spinoffs_4 ON spinoffs_4.id = spinoffs_link_5.company_id
        WHERE universities_1.id = spinoffs_link_5.university_id AND spinoffs_4.type='COMPANY'
      ) AS k0, universities_1.name COLLATE "C" AS k1, universities_1.id COLLATE "C" AS k2
      FROM organization AS universities_1
      WHERE universities_1.type='UNIVERSITY' AND (EXISTS (
        SELECT 1 AS anon_5
        FROM spinoff AS spinoffs_link_3
        JOIN organization AS spinoffs_2 ON spinoffs_2.id = spinoffs_link_3.company_id
        WHERE universities_1.id = spinoffs_link_3.university_id AND spinoffs_2.type='COMPANY'
      ))
      ORDER BY (
        SELECT count(*) AS anon_4
        FROM spinoff AS spinoffs_link_5
        JOIN organization AS spinoffs_4 ON spinoffs_4.id = spinoffs_link_5.company_id
        WHERE universities_1.id = spinoffs_link_5.university_id AND spinoffs_4.type='COMPANY'
      ) DESC, universities_1.name COLLATE "C", universities_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_6
    JOIN organization AS universities_7 ON universities_7.id=keyed_6.p0
  ) AS page_17
),'UTF8') AS answer;

-- stated
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_5.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"label":',coalesce(to_json(groups_1.label)::text,'null'),
      ',"statedCount":',CASE WHEN (groups_1.stated_count_as_printed IS NOT NULL OR groups_1.stated_count_qualifier IS NOT NULL OR groups_1.stated_count_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(groups_1.stated_count_as_printed)::text,'null'),
        ',"low":',coalesce('"'||trim_scale(groups_1.stated_count_low::numeric)::text||'"','null'),
        ',"qualifier":',coalesce(to_json(groups_1.stated_count_qualifier::text)::text,'null'),'}') ELSE 'null' END,',"members":{"totalCount":',(
        SELECT count(*) AS count_1
        FROM membership AS members_link_3
        JOIN organization AS members_2 ON members_2.id = members_link_3.organization_id
        WHERE groups_1.id = members_link_3.group_id
      ),'},"citation":',coalesce((
        SELECT concat(
          '{"locator":',coalesce(to_json(citation_4.locator)::text,'null'),'}') AS anon_2
        FROM citation AS citation_4
        WHERE citation_4.id = groups_1.citation_id
      ),'null'),'}') AS j0
    FROM "group" AS groups_1
    WHERE (strpos(groups_1.slug,($1::text))>0)
    ORDER BY groups_1.id COLLATE "C"
    LIMIT ($2::bigint)
  ) AS page_5
),'UTF8') AS answer;
