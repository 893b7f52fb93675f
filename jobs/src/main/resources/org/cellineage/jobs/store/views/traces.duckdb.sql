-- One row a track, with what was measured as arrays in the order of frames.
select
  c.plate, c.well, c.site, c.movie_id, c.track_id, t.parent_track_id, t.root_track_id, t.generation, t.lineage_path,
  t.origin, t.fate, c.frames, c.times_s, c.y_px, c.x_px, c.area_px, c.mean_intensity,
  c.ring_ratio
from (
  select
    plate, well, site, movie_id, track_id, list(frame order by frame) as frames,
    list(time_s order by frame) as times_s, list(y_px order by frame) as y_px, list(x_px order by frame) as x_px,
    list(area_px order by frame) as area_px, list(mean_intensity order by frame) as mean_intensity,
    list(ring_ratio order by frame) as ring_ratio
  from cells
  group by plate, well, site, movie_id, track_id
) c
join tracks t on t.movie_id = c.movie_id and t.track_id = c.track_id
