using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorMail.Rig.Nodes;

/// <summary>
/// Starts processes that end with this one, however it ends: Linux kills them when the thread that started them is gone, so
/// one thread starts them all and lives as long as the process.
/// </summary>
public static class Nursery
{
    private const string Setpriv = "/usr/bin/setpriv";
    private static readonly BlockingCollection<Action> Births = [];

    static Nursery() => new Thread(() =>
    {
        foreach (var birth in Births.GetConsumingEnumerable()) birth();
    })
    { IsBackground = true, Name = "nursery" }.Start();

    /// <param name="start">Changed so that the process is started through setpriv, where there is one.</param>
    public static Process Start(ProcessStartInfo start)
    {
        if (File.Exists(Setpriv))
        {
            string[] command = ["--pdeathsig", "KILL", start.FileName, .. start.ArgumentList];
            start.FileName = Setpriv;
            start.ArgumentList.Clear();
            foreach (var word in command) start.ArgumentList.Add(word);
        }

        var process = new Process { StartInfo = start };
        var born = new TaskCompletionSource();
        Births.Add(() =>
        {
            try
            {
                process.Start();
                born.SetResult();
            }
            catch (Exception fault)
            {
                born.SetException(fault);
            }
        });
        born.Task.GetAwaiter().GetResult();
        return process;
    }
}
