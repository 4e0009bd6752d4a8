with answers as (

    select conversation_id, min(created_at) as answered_at
    from {{ source('intercom_views', 'conversation_part_history') }}
    where part_type in ('comment', 'assignment') and author_type = 'admin' and body is not null
    group by 1

)

select
    cast(date_trunc('week', conversations.created_at) as date) as week,
    count(*) as conversations,
    count(case when conversations.state = 'closed' then 1 end) as closed,
    count(answers.answered_at) as answered,
    percentile_cont(0.5) within group (
        order by extract(epoch from (answers.answered_at - conversations.created_at)) / 60
    ) as median_minutes_to_answer
from {{ source('intercom_views', 'conversation_history') }} as conversations
left join answers on answers.conversation_id = conversations.id
group by 1
