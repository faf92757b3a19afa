-- sources
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"title":',json_quote(sources_3.title),
      ',"publisher":',json_quote(sources_3.publisher),
      ',"published":',CASE WHEN (sources_3.published_as_printed IS NOT NULL OR sources_3.published_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(sources_3.published_as_printed),'}') ELSE 'null' END,
      ',"uri":',json_quote(sources_3.uri),
      ',"citations":',(
        SELECT concat(
          '{"totalCount":',(
            SELECT count(*) AS count_1
            FROM citation AS citations_6
            WHERE sources_3.id = citations_6.source_id
          ),
          ',"nodes":[',group_concat(page_5.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"locator":',json_quote(citations_4.locator),
            ',"asPrinted":',json_quote(citations_4.as_printed),
            ',"note":',json_quote(citations_4.note),'}') AS j0
          FROM citation AS citations_4
          WHERE sources_3.id = citations_4.source_id
          ORDER BY citations_4.id
          LIMIT :p3
        ) AS page_5
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT sources_1.id AS p0, sources_1.title AS k0, sources_1.id AS k1
      FROM source AS sources_1
      WHERE (sources_1.kind=:p1)
      ORDER BY sources_1.title, sources_1.id
      LIMIT :p2
    ) AS keyed_2
    JOIN source AS sources_3 ON sources_3.id=keyed_2.p0
  ) AS page_7
) as blob) AS answer;
