-- One row a track, with what was measured as arrays in the order of frames.
select
  c.plate, c.well, c.site, c.movie_id, c.track_id, t.parent_track_id, t.root_track_id, t.generation, t.lineage_path,
  t.origin, t.fate, c.seen.frame as frames, c.seen.time_s as times_s, c.seen.y_px as y_px, c.seen.x_px as x_px,
  c.seen.area_px as area_px, transform(c.seen.mean_intensity, entries -> map_from_entries(entries)) as mean_intensity,
  transform(c.seen.ring_ratio, entries -> map_from_entries(entries)) as ring_ratio
from (
  select
    plate, well, site, movie_id, track_id,
    sort_array(collect_list(
      struct(frame, time_s, y_px, x_px, area_px, map_entries(mean_intensity) as mean_intensity,
      map_entries(ring_ratio) as ring_ratio))) as seen
  from cells
  group by plate, well, site, movie_id, track_id
) c
join tracks t on t.movie_id = c.movie_id and t.track_id = c.track_id
