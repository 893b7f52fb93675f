-- One row a division, with the lives of mother and daughters. A cycle is known where a division begins and ends it.
-- Daughters are found by one key of movie and track: by two, DuckDB would join all mothers' daughters of a movie with each
-- other first, which takes minutes on a plate.
select
  d.plate, d.well, d.site, d.movie_id, m.root_track_id, d.frame, d.time_s, d.y_px, d.x_px, d.probability,
  d.mother_track_id, m.lineage_path as mother_lineage_path, m.generation as mother_generation,
  m.length_frames as mother_length_frames,
  case when m.origin = 'division' then m.length_frames end as mother_cycle_frames,
  case when m.origin = 'division' then m.length_s end as mother_cycle_s,
  m.mean_area_px as mother_mean_area_px,
  d.daughter_1_track_id, a.fate as daughter_1_fate, a.length_frames as daughter_1_length_frames,
  case when a.fate = 'division' then a.length_frames end as daughter_1_cycle_frames,
  case when a.fate = 'division' then a.length_s end as daughter_1_cycle_s,
  a.mean_area_px as daughter_1_mean_area_px,
  d.daughter_2_track_id, b.fate as daughter_2_fate, b.length_frames as daughter_2_length_frames,
  case when b.fate = 'division' then b.length_frames end as daughter_2_cycle_frames,
  case when b.fate = 'division' then b.length_s end as daughter_2_cycle_s,
  b.mean_area_px as daughter_2_mean_area_px
from divisions d
join tracks m on m.movie_id = d.movie_id and m.track_id = d.mother_track_id
join tracks a on a.movie_id || ' ' || a.track_id = d.movie_id || ' ' || d.daughter_1_track_id
join tracks b on b.movie_id || ' ' || b.track_id = d.movie_id || ' ' || d.daughter_2_track_id
