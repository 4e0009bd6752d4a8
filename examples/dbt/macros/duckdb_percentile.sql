{# DuckDB has no percentile_cont over a window; its own quantile_cont may stand over one. #}
{% macro duckdb__percentile(percentile_field, partition_field, percent) %}
  quantile_cont({{ percentile_field }}, {{ percent }}) over (partition by {{ partition_field }})
{% endmacro %}
