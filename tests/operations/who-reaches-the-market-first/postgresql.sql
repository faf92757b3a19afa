-- programmes
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_6.j0,',' ORDER BY page_6.k0,page_6.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"company":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(company_4.name)::text,'null'),'}') AS anon_2
        FROM organization AS company_4
        WHERE company_4.id = programmes_3.company_id AND company_4.type='COMPANY'
      ),'null'),
      ',"name":',coalesce(to_json(programmes_3.name)::text,'null'),
      ',"stageText":',coalesce(to_json(programmes_3.stage_text)::text,'null'),
      ',"marketYear":',CASE WHEN (programmes_3.market_year_as_printed IS NOT NULL OR programmes_3.market_year_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(programmes_3.market_year_as_printed)::text,'null'),
        ',"earliest":',coalesce('"'||programmes_3.market_year_earliest::text||'"','null'),
        ',"latest":',coalesce('"'||programmes_3.market_year_latest::text||'"','null'),'}') ELSE 'null' END,
      ',"citation":',coalesce((
        SELECT concat(
          '{"basis":',coalesce(to_json(citation_5.basis::text)::text,'null'),
          ',"note":',coalesce(to_json(citation_5.note)::text,'null'),'}') AS anon_3
        FROM citation AS citation_5
        WHERE citation_5.id = programmes_3.citation_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT programmes_1.id AS p0, programmes_1.market_year_earliest AS k0, programmes_1.id COLLATE "C" AS k1
      FROM programme AS programmes_1
      WHERE NOT coalesce((programmes_1.market_year_as_printed IS NULL),false)
      ORDER BY programmes_1.market_year_earliest, programmes_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN programme AS programmes_3 ON programmes_3.id=keyed_2.p0
  ) AS page_6
),'UTF8') AS answer;
