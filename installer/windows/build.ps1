<#
.SYNOPSIS
在 Windows 10/11 上从源码做出程序和安装包：dist\louyu-desktop-<版本>-setup.exe。
.DESCRIPTION
在源码文件夹里执行这一行（不需要管理员）：
    powershell -ExecutionPolicy Bypass -File installer\windows\build.ps1
事先装好 64 位的 Python 3.11 和 NSIS 3.08 以上，见 installer\windows\README.md。
.PARAMETER Python
Python 3.11 的位置；不写就用 py -3.11 找到的。
.PARAMETER Wheels
没有网络时：事先下载好的 wheel 文件夹。
#>
param([string]$Python = "", [string]$Wheels = "")

$ErrorActionPreference = "Stop"
$root = (Resolve-Path (Join-Path $PSScriptRoot "..\..")).Path
$place = Join-Path $root "build\venv-windows"
$venv = Join-Path $place "Scripts\python.exe"
$env:PYTHONUTF8 = "1"

function Step([string]$Says, [string]$Program, [string[]]$Arguments) {
    Write-Host $Says
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Says——没有做成（$LASTEXITCODE）。上面是它说的原因。" }
}

Set-Location $root
if (-not $Python) {
    $missing = "没有找到 Python 3.11。请先安装，或用 -Python 写明位置。"
    if (-not (Get-Command py -ErrorAction SilentlyContinue)) { throw $missing }
    $Python = (& py -3.11 -c "import sys; print(sys.executable)")
    if ($LASTEXITCODE -ne 0) { throw $missing }
}
Step "检查 Python" $Python @("-c", "import struct, sys; sys.exit(sys.version_info[:2] != (3, 11) or struct.calcsize('P') != 8)")

$pip = @("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
$from = @()
if ($Wheels) { $from = @("--no-index", "--find-links", (Resolve-Path $Wheels).Path) }
Step "准备运行环境" $Python @("-m", "venv", "--clear", $place)
Step "安装依赖（逐个核对哈希）" $venv ($pip + $from + @("--only-binary=:all:", "--require-hashes", "-r", "requirements.lock", "-r", "requirements-build.lock"))
Step "安装本程序" $venv ($pip + @("--no-deps", "--no-build-isolation", "--no-index", "--editable", "."))
Step "截取手册的插图（约一分钟）" $venv @("tools\help_pictures.py")
Step "做程序和安装包" $venv @("installer\build_windows.py")

$setup = Get-ChildItem (Join-Path $root "dist\louyu-desktop-*-setup.exe") | Sort-Object LastWriteTime | Select-Object -Last 1
Write-Host ("做好了：{0}（{1:N1} MB）" -f $setup.FullName, ($setup.Length / 1MB))
Write-Host ("SHA-256：{0}" -f (Get-FileHash $setup.FullName -Algorithm SHA256).Hash)
