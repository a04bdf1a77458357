package dev.meridian.agent.pod;

import dev.meridian.agent.artifact.ArtifactCache;
import dev.meridian.agent.logs.TaskLogs;
import dev.meridian.agent.runtime.Runtime;
import dev.meridian.agent.secret.SecretStore;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.agent.volume.Volumes;
import dev.meridian.protocol.v1.JavaHome;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/** What all pods of a node share. */
public record NodeContext(
    Path data,
    DiskSpace space,
    InetAddress address,
    List<JavaHome> javaHomes,
    AgentDisk disk,
    Runtime runtime,
    Volumes volumes,
    ArtifactCache artifacts,
    SecretStore secrets,
    TaskLogs logs,
    RunLeases leases,
    PodReports reports) {}
