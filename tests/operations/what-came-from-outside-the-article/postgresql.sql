-- sources
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"title":',coalesce(to_json(sources_3.title)::text,'null'),
      ',"publisher":',coalesce(to_json(sources_3.publisher)::text,'null'),
      ',"published":',CASE WHEN (sources_3.published_as_printed IS NOT NULL OR sources_3.published_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(sources_3.published_as_printed)::text,'null'),'}') ELSE 'null' END,
      ',"uri":',coalesce(to_json(sources_3.uri)::text,'null'),
      ',"citations":',(
        SELECT concat(
          '{"totalCount":',(
            SELECT count(*) AS count_1
            FROM citation AS citations_6
            WHERE sources_3.id = citations_6.source_id
          ),
          ',"nodes":[',string_agg(page_5.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"locator":',coalesce(to_json(citations_4.locator)::text,'null'),
            ',"asPrinted":',coalesce(to_json(citations_4.as_printed)::text,'null'),
            ',"note":',coalesce(to_json(citations_4.note)::text,'null'),'}') AS j0
          FROM citation AS citations_4
          WHERE sources_3.id = citations_4.source_id
          ORDER BY citations_4.id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_5
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT sources_1.id AS p0, sources_1.title COLLATE "C" AS k0, sources_1.id COLLATE "C" AS k1
      FROM source AS sources_1
      WHERE (sources_1.kind=($2::text))
      ORDER BY sources_1.title COLLATE "C", sources_1.id COLLATE "C"
      LIMIT ($3::bigint)
    ) AS keyed_2
    JOIN source AS sources_3 ON sources_3.id=keyed_2.p0
  ) AS page_7
),'UTF8') AS answer;
