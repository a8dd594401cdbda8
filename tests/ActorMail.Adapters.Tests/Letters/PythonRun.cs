using System.Diagnostics;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>A Python script that is given a mail and answers.</summary>
internal static class PythonRun
{
    public static async Task<string> AskAsync(string python, string script, byte[] mail, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.BaseStream.WriteAsync(mail);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return answer;
    }
}
