@echo off
chcp 65001 >nul
setlocal DisableDelayedExpansion
pushd "%~dp0" || goto failed
set PYTHONUTF8=1
set "PY=py -3.11"
%PY% -c "" >nul 2>nul || set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul || goto missing
%PY% -m pipeline.desktop verify %*
if not "%errorlevel%"=="0" goto failed
timeout /t 60 >nul 2>nul
exit /b 0

:missing
type "docs\can-python.txt"
:failed
pause
exit /b 1
