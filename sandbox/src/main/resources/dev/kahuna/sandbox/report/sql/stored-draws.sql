SELECT request_id, count(*) FROM public.draws GROUP BY request_id
