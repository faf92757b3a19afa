-- figures
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"measure":',coalesce(to_json(figures_3.measure::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_3.quantity_as_printed)::text,'null'),
      ',"low":',coalesce('"'||trim_scale(figures_3.quantity_low::numeric)::text||'"','null'),
      ',"unit":',coalesce(to_json(figures_3.quantity_unit)::text,'null'),'},"period":',CASE WHEN (figures_3.period_as_printed IS NOT NULL OR figures_3.period_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(figures_3.period_as_printed)::text,'null'),
        ',"latest":',coalesce('"'||figures_3.period_latest::text||'"','null'),'}') ELSE 'null' END,
      ',"scopeNote":',coalesce(to_json(figures_3.scope_note)::text,'null'),
      ',"facility":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(facility_4.name)::text,'null'),
          ',"company":',coalesce((
            SELECT concat(
              '{"name":',coalesce(to_json(company_5.name)::text,'null'),'}') AS anon_3
            FROM organization AS company_5
            WHERE company_5.id = facility_4.company_id AND company_5.type='COMPANY'
          ),'null'),'}') AS anon_2
        FROM facility AS facility_4
        WHERE facility_4.id = figures_3.facility_id
      ),'null'),
      ',"organization":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(organization_6.name)::text,'null'),'}') AS anon_4
        FROM organization AS organization_6
        WHERE organization_6.id = figures_3.organization_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT figures_1.id AS p0, figures_1.measure::text COLLATE "C" AS k0, figures_1.id COLLATE "C" AS k1
      FROM figure AS figures_1
      WHERE (figures_1.status=($1::text))
      ORDER BY figures_1.measure::text COLLATE "C", figures_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_2
    JOIN figure AS figures_3 ON figures_3.id=keyed_2.p0
  ) AS page_7
),'UTF8') AS answer;
