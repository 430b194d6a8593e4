-- name: count_wrong_pair
select count_wrong_pair($1, $2, $3, $4, $5)
