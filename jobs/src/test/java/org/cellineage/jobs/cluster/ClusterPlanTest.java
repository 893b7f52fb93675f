package org.cellineage.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.cellineage.jobs.cluster.ClusterPlan.Scheduling;
import org.junit.jupiter.api.Test;

/** How far stages may choose, and how many tasks there are. */
class ClusterPlanTest {

    private static final String MAX = "spark.dynamicAllocation.maxExecutors";

    @Test
    void mastersAndDynamicAllocationSayHowFarAStageMayChoose() {
        for (String local : new String[] {"local", "local[4]", "local[*]"}) {
            assertThat(ClusterPlan.scheduling(local, false)).isEqualTo(Scheduling.NONE);
            assertThat(ClusterPlan.scheduling(local, true)).isEqualTo(Scheduling.NONE);
        }
        for (String cluster :
                new String[] {"yarn", "spark://host:7077", "k8s://https://host", "local-cluster[2,1,1024]"}) {
            assertThat(ClusterPlan.scheduling(cluster, false)).isEqualTo(Scheduling.TASKS);
            assertThat(ClusterPlan.scheduling(cluster, true)).isEqualTo(Scheduling.EXECUTORS);
        }
    }

    @Test
    void onlyDynamicAllocationWithoutAMaximumGrowsForTheWork() {
        SparkConf none = new SparkConf(false);
        SparkConf ten = new SparkConf(false).set(MAX, "10");
        assertThat(ClusterPlan.growsWithoutMaximum(Scheduling.EXECUTORS, none)).isTrue();
        assertThat(ClusterPlan.growsWithoutMaximum(Scheduling.EXECUTORS, ten)).isFalse();
        assertThat(ClusterPlan.growsWithoutMaximum(Scheduling.TASKS, none)).isFalse();
        assertThat(ClusterPlan.growsWithoutMaximum(Scheduling.NONE, none)).isFalse();
    }

    @Test
    void tasksFollowTheWorkWhereTheClusterGrows() {
        // One executor is there, as at the start of dynamic allocation.
        assertThat(ClusterPlan.tasks(2, 4, 0)).isEqualTo(8);
        assertThat(ClusterPlan.tasks(2, 4, 600)).isEqualTo(600);
        assertThat(ClusterPlan.tasks(2, 4, 3)).isEqualTo(8);
        assertThat(ClusterPlan.tasks(2, 4, 1_000_000)).isEqualTo(4096);
        // A cluster that has grown further is not cut down.
        assertThat(ClusterPlan.tasks(5000, 4, 600)).isEqualTo(20_000);
    }
}
