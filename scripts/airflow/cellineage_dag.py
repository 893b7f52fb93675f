"""Plates through Cellineage, one Spark application a plate.

Works with Airflow 2.9 and later and with Airflow 3, with the provider apache-airflow-providers-apache-spark. Put this
file into the DAG folder; see docs/OPERATIONS.md, "Airflow".

Where things are is told by environment variables of the scheduler and the workers:

CELLINEAGE_JAR         the assembled jar, as the workers see it
CELLINEAGE_SPARK_CONN  the connection of spark-submit: master, deploy mode, spark-submit itself; default spark_default
CELLINEAGE_SPARK_CONF  settings of Spark as JSON, such as {"spark.executor.memory": "8g"}
CELLINEAGE_POOL        a pool that bounds how many plates run at once; default default_pool
"""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

try:  # Airflow 3
    from airflow.sdk import ObjectStoragePath, Param, dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
    from airflow.io.path import ObjectStoragePath
    from airflow.models.param import Param

USER_MUST_ACT = 2
SOME_FAILED = 4
EXIT_CODE = re.compile(r"(?:Kubernetes spark exit code|Error code) is: (\d+)")


def exit_code(message: str) -> int:
    """The exit code that spark-submit's hook tells in the text of its exception; on Kubernetes, the driver's; or -1."""
    codes = [int(code) for code in EXIT_CODE.findall(message)]
    return codes[-1] if codes else -1


class CellineageOperator(SparkSubmitOperator):
    """spark-submit that knows what the exit codes of Cellineage mean.

    4, some movies failed and all others are published, is success with a warning. 2, a person must act, is a failure
    that no retry fixes. Everything else is retried, which does only what is missing.
    """

    def execute(self, context):
        try:
            super().execute(context)
        except (AirflowException, RuntimeError) as failure:
            code = exit_code(str(failure))
            if code == SOME_FAILED:
                self.log.warning("Some movies failed; the table 'failures' says which, why, and what to do.")
            elif code == USER_MUST_ACT:
                raise AirflowFailException(
                    "Cellineage cannot go on before somebody acts; its log above says what and how."
                ) from failure
            else:
                raise


def arguments_of(plate: str, params: dict) -> list[str]:
    """The command line that does one plate."""
    arguments = ["run", "--input", plate, "--output", params["output"], "--layout", params["layout"]]
    if params["config"]:
        arguments += ["--config", params["config"]]
    for setting in params["settings"]:
        arguments += ["--set", setting]
    for movie in params["only"]:
        arguments += ["--only", movie]
    if params["retry_failed"]:
        arguments.append("--retry-failed")
    if params["force"]:
        arguments.append("--force")
    return arguments


@dag(
    dag_id="cellineage",
    description="Live-cell movies into lineage tables, one task a plate",
    schedule=None,
    catchup=False,
    # Two runs over one plate at once would only refuse each other.
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=48),
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=6),  # Longer than the lease of a dead run's claim, 300 s.
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(hours=1),
    },
    params={
        "input": Param("", type="string", description="A folder or bucket whose folders are the plates"),
        "plates": Param([], type="array", description="Locations of plates, instead of all folders of the input"),
        "output": Param("", type="string", description="Folder or bucket for the tables"),
        "layout": Param("auto", type="string", description="How movies are laid out"),
        "config": Param("", type="string", description="A file of settings"),
        "settings": Param([], type="array", description="Single settings, KEY=VALUE"),
        "only": Param([], type="array", description="Movies, PLATE/WELL[/SITE]; none: all"),
        "retry_failed": Param(False, type="boolean", description="Do only what failed"),
        "force": Param(False, type="boolean", description="Do all again"),
    },
    tags=["cellineage"],
)
def cellineage():
    @task(retries=2, execution_timeout=timedelta(minutes=15))
    def command_lines(params: dict | None = None) -> list[list[str]]:
        """A command line a plate."""
        if not params["output"]:
            raise AirflowFailException("Give the parameter 'output'.")
        plates = list(params["plates"])
        if not plates:
            if not params["input"]:
                raise AirflowFailException("Give the parameter 'input', or 'plates'.")
            # Airflow's own connections list s3:// and gs://; the connectors of Spark call the former s3a://.
            root = ObjectStoragePath(params["input"].replace("s3a://", "s3://", 1))
            plates = [params["input"].rstrip("/") + "/" + path.name for path in root.iterdir() if path.is_dir()]
        if not plates:
            raise AirflowFailException("There is no plate in " + params["input"] + ".")
        return [arguments_of(plate, params) for plate in sorted(plates)]

    CellineageOperator.partial(
        task_id="plate",
        application=os.environ.get("CELLINEAGE_JAR", "/opt/cellineage/cellineage.jar"),
        java_class="org.cellineage.jobs.Cellineage",
        name="cellineage",
        conn_id=os.environ.get("CELLINEAGE_SPARK_CONN", "spark_default"),
        conf=json.loads(os.environ.get("CELLINEAGE_SPARK_CONF", "{}")),
        pool=os.environ.get("CELLINEAGE_POOL", "default_pool"),
        # What an SLA was in Airflow 2: a plate that takes longer is ended, which costs nothing that was done, and retried.
        execution_timeout=timedelta(hours=12),
    ).expand(application_args=command_lines())


cellineage()
