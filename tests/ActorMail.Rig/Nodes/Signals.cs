using System.Runtime.InteropServices;

namespace ActorMail.Rig.Nodes;

/// <summary>What the rig does to a process, by its id. A process that has ended feels nothing.</summary>
public static partial class Signals
{
    public static void Kill(int process) => Send(process, 9);

    public static void Terminate(int process) => Send(process, 15);

    public static void Stop(int process) => Send(process, 19);

    public static void Continue(int process) => Send(process, 18);

    private static void Send(int process, int signal) => _ = Signal(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
