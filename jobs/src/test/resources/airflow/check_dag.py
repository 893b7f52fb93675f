"""Runs the DAG against stand-ins that have the signatures of Airflow's own classes, and prints what came of it as JSON.

Usage: check_dag.py DAG VERSION, where VERSION is 2 or 3: which of Airflow's modules are there.
"""

import importlib.util
import inspect
import json
import logging
import os
import pathlib
import sys
import types


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class Param:
    def __init__(self, default=None, description=None, source=None, **kwargs):
        self.default = default
        self.schema = kwargs


class BaseOperator:
    """Takes what both versions of the real one take; 'sla' is not among it since Airflow 3."""

    def __init__(
        self,
        *,
        task_id,
        owner="airflow",
        retries=0,
        retry_delay=None,
        retry_exponential_backoff=False,
        max_retry_delay=None,
        execution_timeout=None,
        pool="default_pool",
        trigger_rule="all_success",
        map_index_template=None,
        max_active_tis_per_dag=None,
        max_active_tis_per_dagrun=None,
        on_failure_callback=None,
        doc_md=None,
    ):
        self.task_id = task_id
        self.log = logging.getLogger("airflow.task")

    @classmethod
    def partial(cls, **kwargs):
        return Partial(cls, kwargs)


OPERATORS = []


class Partial:
    def __init__(self, operator, kwargs):
        self.operator, self.kwargs = operator, kwargs
        # As the real one: unknown arguments are found when the DAG is read.
        known = set(inspect.signature(SparkSubmitOperator.__init__).parameters)
        known |= set(inspect.signature(BaseOperator.__init__).parameters)
        unknown = set(kwargs) - known
        if unknown:
            raise TypeError(f"unexpected arguments {sorted(unknown)}")

    def expand(self, **mapped):
        (name,) = mapped
        OPERATORS.append((self, name, mapped[name]))


class SparkSubmitOperator(BaseOperator):
    template_fields = ("application", "conf", "name", "application_args", "env_vars")
    outcome = None

    def __init__(
        self,
        *,
        application="",
        conf=None,
        conn_id="spark_default",
        files=None,
        py_files=None,
        archives=None,
        driver_class_path=None,
        jars=None,
        java_class=None,
        packages=None,
        exclude_packages=None,
        repositories=None,
        total_executor_cores=None,
        executor_cores=None,
        executor_memory=None,
        driver_memory=None,
        keytab=None,
        principal=None,
        proxy_user=None,
        name="arrow-spark",
        num_executors=None,
        status_poll_interval=1,
        application_args=None,
        env_vars=None,
        verbose=False,
        spark_binary=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.application_args = application_args

    def execute(self, context):
        if self.outcome:
            raise AirflowException(self.outcome)


class Task:
    def __init__(self, function, kwargs):
        BaseOperator(task_id=function.__name__, **kwargs)
        self.function = function

    def __call__(self):
        return self


def task(*functions, **kwargs):
    return Task(functions[0], {}) if functions else lambda function: Task(function, kwargs)


DAGS = []


def dag(
    dag_id="",
    *,
    description=None,
    schedule=None,
    start_date=None,
    default_args=None,
    catchup=False,
    max_active_runs=16,
    max_active_tasks=16,
    dagrun_timeout=None,
    params=None,
    tags=None,
    doc_md=None,
    on_failure_callback=None,
):
    BaseOperator(task_id="with_default_args", **(default_args or {}))

    def wrap(function):
        DAGS.append({"dag_id": dag_id, "params": params, "catchup": catchup, "max_active_runs": max_active_runs})
        return function

    return wrap


class ObjectStoragePath(type(pathlib.Path())):
    pass


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


module("airflow")
module("airflow.exceptions", AirflowException=AirflowException, AirflowFailException=AirflowFailException)
for parent in ("airflow.providers", "airflow.providers.apache", "airflow.providers.apache.spark"):
    module(parent)
module("airflow.providers.apache.spark.operators")
module("airflow.providers.apache.spark.operators.spark_submit", SparkSubmitOperator=SparkSubmitOperator)
if sys.argv[2] == "3":
    module("airflow.sdk", ObjectStoragePath=ObjectStoragePath, Param=Param, dag=dag, task=task)
else:
    module("airflow.decorators", dag=dag, task=task)
    module("airflow.models")
    module("airflow.models.param", Param=Param)
    module("airflow.io")
    module("airflow.io.path", ObjectStoragePath=ObjectStoragePath)

spec = importlib.util.spec_from_file_location("cellineage_dag", sys.argv[1])
loaded = importlib.util.module_from_spec(spec)
spec.loader.exec_module(loaded)

(read,) = DAGS
((partial, mapped, source),) = OPERATORS
defaults = {name: param.default for name, param in read["params"].items()}


def outcome_of(message):
    operator = partial.operator(**partial.kwargs, **{mapped: []})
    operator.outcome = message
    try:
        operator.execute({})
        return "success"
    except Exception as failure:  # The kind is what is asked.
        return type(failure).__name__


def lines(**params):
    try:
        return source.function(params={**defaults, **params})
    except AirflowFailException as failure:
        return str(failure)


def submitted(code, kubernetes=None):
    text = f"Cannot execute: spark-submit --x. Error code is: {code}"
    return text + (f". Kubernetes spark exit code is: {kubernetes}" if kubernetes is not None else ".")


print(
    json.dumps(
        {
            "dag": read["dag_id"],
            "catchup": read["catchup"],
            "max_active_runs": read["max_active_runs"],
            "mapped": mapped,
            "java_class": partial.kwargs["java_class"],
            "conf": partial.kwargs["conf"],
            "all": lines(input=os.environ["PLATES"], output="out"),
            "some": lines(
                plates=["s3a://b/P8", "s3a://b/P7"],
                output="s3a://b/out",
                settings=["tracking.max_gap_frames=1"],
                only=["P7/A01"],
                config="s.yaml",
                force=True,
                retry_failed=True,
            ),
            "no_output": lines(input="x"),
            "no_input": lines(output="out"),
            "outcomes": {
                "0": outcome_of(None),
                "4": outcome_of(submitted(4)),
                "2": outcome_of(submitted(2)),
                "3": outcome_of(submitted(3)),
                "137": outcome_of(submitted(137)),
                "kubernetes 4": outcome_of(submitted(0, 4)),
                "kubernetes 2": outcome_of(submitted(1, 2)),
                "other": outcome_of("connection refused"),
            },
        }
    )
)
