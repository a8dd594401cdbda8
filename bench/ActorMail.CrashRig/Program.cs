using System.Globalization;
using ActorMail.CrashRig.Runs;

var run = await CrashRun.RunAsync(CrashPlan.FromSeed(int.Parse(args[0], CultureInfo.InvariantCulture), 10));
Console.WriteLine(run);
return run.Sound ? 0 : 1;
