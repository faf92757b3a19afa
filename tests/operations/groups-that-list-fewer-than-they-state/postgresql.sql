-- serviceCompanies
SELECT convert_to(coalesce((
  SELECT concat(
    '{"label":',coalesce(to_json(group_1.label)::text,'null'),
    ',"statedCount":',CASE WHEN (group_1.stated_count_as_printed IS NOT NULL OR group_1.stated_count_qualifier IS NOT NULL OR group_1.stated_count_unit IS NOT NULL) THEN concat(
      '{"asPrinted":',coalesce(to_json(group_1.stated_count_as_printed)::text,'null'),
      ',"low":',coalesce('"'||trim_scale(group_1.stated_count_low::numeric)::text||'"','null'),
      ',"qualifier":',coalesce(to_json(group_1.stated_count_qualifier::text)::text,'null'),'}') ELSE 'null' END,
    ',"members":',(
      SELECT concat(
        '{"totalCount":',(
          SELECT count(*) AS count_1
          FROM membership AS members_link_9
          JOIN organization AS members_8 ON members_8.id = members_link_9.organization_id
          WHERE group_1.id = members_link_9.group_id
        ),
        ',"nodes":[',string_agg(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"name":',coalesce(to_json(organizations_5.name)::text,'null'),'}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1
        FROM (
          SELECT members_2.id AS p0, members_link_3.group_id AS q0, members_link_3.organization_id AS q1, members_2.name COLLATE "C" AS k0, members_link_3.organization_id COLLATE "C" AS k1
          FROM membership AS members_link_3
          JOIN organization AS members_2 ON members_2.id = members_link_3.organization_id
          WHERE group_1.id = members_link_3.group_id
          ORDER BY members_2.name COLLATE "C", members_link_3.organization_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS keyed_4
        JOIN organization AS organizations_5 ON organizations_5.id=keyed_4.p0
        JOIN membership AS link_6 ON link_6.group_id=keyed_4.q0 AND link_6.organization_id=keyed_4.q1
      ) AS page_7
    ),'}') AS anon_1
  FROM "group" AS group_1
  WHERE (group_1.slug=($2::text))
),'null'),'UTF8') AS answer;

-- empty
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_6.j0,',' ORDER BY page_6.k0 DESC NULLS LAST,page_6.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"label":',coalesce(to_json(groups_5.label)::text,'null'),
      ',"statedCount":',CASE WHEN (groups_5.stated_count_as_printed IS NOT NULL OR groups_5.stated_count_qualifier IS NOT NULL OR groups_5.stated_count_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(groups_5.stated_count_as_printed)::text,'null'),
        ',"qualifier":',coalesce(to_json(groups_5.stated_count_qualifier::text)::text,'null'),'}') ELSE 'null' END,'}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1
    FROM (
      SELECT groups_1.id AS p0, groups_1.stated_count_low AS k0, groups_1.id COLLATE "C" AS k1
      FROM "group" AS groups_1
      WHERE NOT coalesce(EXISTS (
        SELECT 1 AS anon_2
        FROM membership AS members_link_3
        JOIN organization AS members_2 ON members_2.id = members_link_3.organization_id
        WHERE groups_1.id = members_link_3.group_id
      ),false)
      ORDER BY groups_1.stated_count_low DESC NULLS LAST, groups_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_4
    JOIN "group" AS groups_5 ON groups_5.id=keyed_4.p0
  ) AS page_6
),'UTF8') AS answer;
