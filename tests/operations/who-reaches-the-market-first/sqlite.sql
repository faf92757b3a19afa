-- programmes
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_6.j0,',' ORDER BY page_6.k0 NULLS LAST,page_6.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"company":',coalesce((
        SELECT concat(
          '{"name":',json_quote(company_4.name),'}') AS anon_2
        FROM organization AS company_4
        WHERE company_4.id = programmes_3.company_id AND company_4.type='COMPANY'
      ),'null'),
      ',"name":',json_quote(programmes_3.name),
      ',"stageText":',json_quote(programmes_3.stage_text),
      ',"marketYear":',CASE WHEN (programmes_3.market_year_as_printed IS NOT NULL OR programmes_3.market_year_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(programmes_3.market_year_as_printed),
        ',"earliest":',json_quote(programmes_3.market_year_earliest),
        ',"latest":',json_quote(programmes_3.market_year_latest),'}') ELSE 'null' END,
      ',"citation":',coalesce((
        SELECT concat(
          '{"basis":',json_quote(citation_5.basis),
          ',"note":',json_quote(citation_5.note),'}') AS anon_3
        FROM citation AS citation_5
        WHERE citation_5.id = programmes_3.citation_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT programmes_1.id AS p0, programmes_1.market_year_earliest AS k0, programmes_1.id AS k1
      FROM programme AS programmes_1
      WHERE NOT coalesce((programmes_1.market_year_as_printed IS NULL),false)
      ORDER BY programmes_1.market_year_earliest NULLS LAST, programmes_1.id
      LIMIT :p1
    ) AS keyed_2
    JOIN programme AS programmes_3 ON programmes_3.id=keyed_2.p0
  ) AS page_6
) as blob) AS answer;
