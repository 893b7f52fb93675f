-- The traces, each with its mother's before it; a track without a mother as it is.
select
  t.plate, t.well, t.site, t.movie_id, t.track_id, t.parent_track_id, t.root_track_id, t.generation, t.lineage_path,
  t.origin, t.fate, coalesce(m.frames || t.frames, t.frames) as frames,
  coalesce(m.times_s || t.times_s, t.times_s) as times_s, coalesce(m.y_px || t.y_px, t.y_px) as y_px,
  coalesce(m.x_px || t.x_px, t.x_px) as x_px, coalesce(m.area_px || t.area_px, t.area_px) as area_px,
  coalesce(m.mean_intensity || t.mean_intensity, t.mean_intensity) as mean_intensity,
  coalesce(m.ring_ratio || t.ring_ratio, t.ring_ratio) as ring_ratio
from traces t
left join traces m on m.movie_id = t.movie_id and m.track_id = t.parent_track_id
