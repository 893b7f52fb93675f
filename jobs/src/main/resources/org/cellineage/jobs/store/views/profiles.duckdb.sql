-- One row a well and measure: what is usual of its cells, and how far that is from the plate's controls, in spreads of
-- single cells.
with
measured as (
  select plate, well, e.measure, e.number
  from (
    select plate, well, unnest(list_concat(
      [
        {'measure': 'area_px', 'number': cast(area_px as double)}, {'measure': 'perimeter_px', 'number': perimeter_px},
        {'measure': 'eccentricity', 'number': eccentricity}, {'measure': 'major_axis_px', 'number': major_axis_px},
        {'measure': 'minor_axis_px', 'number': minor_axis_px}, {'measure': 'solidity', 'number': solidity},
        {'measure': 'whole_cell_area_px', 'number': cast(whole_cell_area_px as double)}
      ],
      [{'measure': 'mean_intensity_' || e.key, 'number': e.value} for e in map_entries(mean_intensity)],
      [{'measure': 'std_intensity_' || e.key, 'number': e.value} for e in map_entries(std_intensity)],
      [{'measure': 'whole_cell_intensity_' || e.key, 'number': e.value} for e in map_entries(whole_cell_intensity)],
      [{'measure': 'ring_ratio_' || e.key, 'number': e.value} for e in map_entries(ring_ratio)],
      [{'measure': 'class_' || k, 'number': case when k = class then 1.0::double else 0.0::double end}
        for k in map_keys(class_probabilities)],
      [{'measure': 'embedding_' || (i - 1), 'number': embedding[i]} for i in range(1, len(embedding) + 1)]
    )) as e
    from cells
  )
  union all
  select plate, well, 'mean_speed_px_per_frame' as measure, mean_speed_px_per_frame as number from tracks
),
-- Of each measure the median, and the spread that a normal distribution with these quartiles has. Of a class, whose cells
-- count 1 and all others 0, the share and its standard deviation.
figures as (
  select
    plate, well, measure, count(*) as cells,
    case when left(measure, 6) = 'class_' then avg(number) else quantile_cont(number, 0.5) end as value,
    case when left(measure, 6) = 'class_' then sqrt(avg(number) * (1 - avg(number)))
      else (quantile_cont(number, 0.75) - quantile_cont(number, 0.25)) / 1.3489795 end as spread
  from measured
  where number is not null
  group by plate, well, measure
),
-- Controls are the wells that the plate map marks, otherwise the untreated ones, otherwise all of the plate.
roles as (
  select
    plate, well,
    max(case
      when lower(trim(control)) in ('1', '1.0', 'true', 'yes', 'y', 'x', 'negative', 'neg', 'control', 'vehicle', 'dmso')
        then 3
      when control is null and (try_cast(dose as double) = 0
        or lower(trim(compound)) in ('dmso', 'vehicle', 'untreated', 'mock', 'none')) then 2
      else 1 end) as role
  from conditions
  group by plate, well
),
ranked as (
  select w.plate, w.well, coalesce(r.role, 1) as role, max(coalesce(r.role, 1)) over (partition by w.plate) as best
  from (select distinct plate, well from figures) w
  left join roles r on r.plate = w.plate and r.well = w.well
),
controls as (
  select
    f.plate, f.measure, count(*) as control_wells, median(f.value) as control_value, median(f.spread) as control_spread,
    max(case k.best when 3 then 'marked' when 2 then 'untreated' else 'all' end) as control
  from figures f
  join ranked k on k.plate = f.plate and k.well = f.well and k.role = k.best
  group by f.plate, f.measure
)
select
  f.plate, f.well, f.measure, f.cells, f.value, f.spread, c.control, c.control_wells, c.control_value, c.control_spread,
  (f.value - c.control_value) / nullif(c.control_spread, 0) as score
from figures f
left join controls c on c.plate = f.plate and c.measure = f.measure
