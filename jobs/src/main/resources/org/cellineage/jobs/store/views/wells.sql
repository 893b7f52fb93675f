-- One row a well: how much there is, how it grows, divides and dies, and how sure the tracks are.
with
movie_figures as (
  select
    plate, well, count(*) as movies, sum(case when status = 'failed' then 1 else 0 end) as movies_failed,
    sum(cells) as cells, sum(tracks) as tracks, sum(divisions) as divisions,
    sum(mean_link_probability * links) / nullif(sum(case when mean_link_probability is not null then links end), 0)
      as mean_link_probability,
    sum(low_margin_link_fraction * links)
      / nullif(sum(case when low_margin_link_fraction is not null then links end), 0) as low_margin_link_fraction,
    max(frame_interval_s) as frame_interval_s
  from movies
  group by plate, well
),
-- Cells a movie, so that a movie that lacks a frame does not look like a loss of cells.
frame_figures as (
  select plate, well, frame, avg(cells) as cells
  from (select plate, well, movie_id, frame, count(*) as cells from cells group by plate, well, movie_id, frame) m
  group by plate, well, frame
),
-- The slope of a straight line, which one frame does not have.
growth as (
  select
    plate, well, covar_pop(ln(cells), frame) / nullif(var_pop(frame), 0) as growth_rate_per_frame,
    min(frame) as first_frame, max(frame) as last_frame
  from frame_figures
  group by plate, well
),
lives as (
  select
    plate, well, sum(case when origin = 'start' then 1 else 0 end) as tracks_at_start,
    sum(case when fate = 'end' then 1 else 0 end) as tracks_at_end,
    sum(case when fate = 'lost' then 1 else 0 end) as tracks_lost,
    sum(case when origin = 'division' and fate = 'division' then 1 else 0 end) as cycles,
    median(case when origin = 'division' and fate = 'division' then length_frames end) as median_cycle_frames,
    max(generation) as max_generation
  from tracks
  group by plate, well
)
select
  m.plate, m.well, m.movies, m.movies_failed, g.first_frame, g.last_frame, m.cells, m.tracks, l.tracks_at_start,
  l.tracks_at_end, m.divisions, l.tracks_lost, l.max_generation, l.cycles, l.median_cycle_frames,
  g.growth_rate_per_frame,
  case when g.growth_rate_per_frame > 0 then ln(2) / g.growth_rate_per_frame end as doubling_frames,
  m.divisions / nullif(m.cells, 0) as divisions_per_cell_frame,
  l.tracks_lost / nullif(m.cells, 0) as losses_per_cell_frame, m.frame_interval_s, m.mean_link_probability,
  m.low_margin_link_fraction
from movie_figures m
left join growth g on g.plate = m.plate and g.well = m.well
left join lives l on l.plate = m.plate and l.well = m.well
